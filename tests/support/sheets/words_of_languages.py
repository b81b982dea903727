"""Names, places and words of asset lists in many languages, by language; each with the code pages that people use."""

WORDS: dict[str, str] = {
    "Czech": "Jiří Novák Žaneta Dvořáková Tomáš Růžička Zdeněk Šimůnek Věra Kučerová Bořivoj Přibyl Brno-střed Plzeň "
    "České Budějovice Třebíč Ústí Oddělení účetní Skříň Počítač záruka Umístění Zaměstnanec přenosný Poznámka dílna",
    "Polish": "Łukasz Żółw Małgorzata Wiśniewska Paweł Dąbrowski Grażyna "
    "Wójcik Stanisław Śliwa Zbigniew Źrebiec Łódź "
    "Gdańsk Kraków Rzeszów Zielona Góra Księgowość Urządzenie "
    "Użytkownik Własność Zużyty Sprzęt komórka Wysłać ćwierć",
    "Hungarian": "Szűcs Győző Kőszegi Ödön Csákány Fűzfa Tőkés Ágnes Székesfehérvár Győr Hódmezővásárhely Kőbánya "
    "Számítógép Felhasználó Gyártó Könyvelés Előfizetés Szűrő Jótállás Műszerész Nyíregyháza Erdős Várnai",
    "Romanian": "Ştefan Ţurcanu Răzvan Mădălina Crăciun Bălan Bucureşti Iaşi Timişoara Braşov Constanţa Utilizator "
    "Garanţie Locaţie Achiziţie Preţ Înregistrare maşină reţea şcoală",
    "Russian": "Иванов Сергей Петрова Ольга Кузнецов Дмитрий Щербакова Наталья Чайкин Юрий Москва Санкт-Петербург "
    "Екатеринбург Ноутбук Принтер Бухгалтерия Склад Отдел кадров Монитор Серийный номер списано",
    "Ukrainian": "Шевченко Їжакевич Олександр Коваленко Київ Львів Харків Запоріжжя Користувач Ноутбук Відділ Ґудзь "
    "Єременко Бухгалтерія гарантія",
    "Bulgarian": "Георги Димитров Йорданка Стоянова Пловдив Варна Търговище Лаптоп Счетоводство Служител Гаранция "
    "Щерев Отдел Пощенски",
    "German": "Jürgen Müller Käthe Größmann Björn Schäfer Söhnke Weiß Köln München Düsseldorf Straße Büro Drucker "
    "Anschaffungskosten Prüfgerät Außenlager Gerätename Übergabe Ständer Zubehör",
    "French": "Hélène Lefèvre François Müller Benoît Aurélie Gérard Noël "
    "Zoé Bâtiment Numéro série Siège Réseau Écran "
    "Téléphone Matériel déjà prêté forêt côté Désignation Coût",
    "Spanish": "José Núñez María Peña Íñigo Ibáñez Mónica Muñoz "
    "Sebastián Cádiz Málaga Coruña Ubicación Número Teléfono "
    "Código Garantía Año Señalización Portátil Contraseña",
    "Portuguese": "João Conceição Inês Simões Antônio Gonçalves Luís "
    "São Paulo Brasília Localização Número Patrimônio "
    "Usuário Descrição Observações Preço Manutenção Câmera",
    "Swedish": "Åsa Öberg Sören Sjöström Märta Håkansson Göran Malmö Göteborg Västerås Växjö Användare Avdelning "
    "Inköpsdatum Skärm Bärbar Förråd Kostnadsställe",
    "Danish": "Søren Kjær Mærsk Åse Bjørn Jørgensen Østergaard Århus Køge Næstved Skærm Bærbar Afdeling Købsdato "
    "Medarbejder Tastatur Beløb",
    "Greek": "Γιώργος Παπαδόπουλος Ελένη Δημητρίου Κώστας Θεσσαλονίκη "
    "Πειραιάς Ηράκλειο Υπολογιστής Εκτυπωτής Λογιστήριο "
    "Χρήστης Τμήμα Αποθήκη Οθόνη Εγγύηση",
    "Turkish": "Çağlar Öztürk Gülşah Yıldız İbrahim Şahin Işık "
    "Ümit Göğüş Çanakkale Muğla Eskişehir Kullanıcı Bilgisayar "
    "Yazıcı Müdürlüğü Açıklama Demirbaş Dizüstü Şarj",
    "Hebrew": "דוד כהן שרה לוי משה מזרחי רחל פרידמן ירושלים חיפה מחשב מדפסת משרד מחסן הנהלת חשבונות עובד אחריות מסך",
    "Arabic": "محمد أحمد فاطمة علي القاهرة الرياض حاسوب طابعة مكتب المحاسبة مستودع موظف شاشة الضمان الموقع هاتف",
    "Lithuanian": "Žydrūnas Šimkus Rūta Kazlauskienė Ąžuolas Vėžys "
    "Giedrė Šiauliai Panevėžys Klaipėda Įrenginys Įmonė "
    "Būklė Nešiojamasis Sąskaita Pažymėta Naudotojų Skyrių",
    "Latvian": "Jānis Bērziņš Līga Kalniņa Ģirts Ozoliņš Māris "
    "Rīga Jēkabpils Rēzekne Lietotājs Nodaļa Iegādes Dators "
    "Klēpjdators Grāmatvedība Piezīmes Īpašnieks",
    "Japanese": "佐藤花子 鈴木一郎 高橋美咲 東京本社 大阪支店 ノートパソコン "
    "モニター 資産番号 総務部 経理 貸出中 プリンター 保証期限",
    "Chinese": "张伟 王芳 李娜 刘洋 北京 上海 财务部 人事部 "
    "笔记本电脑 打印机 显示器 序列号 已报废 仓库 使用人 采购日期 服务器",
    "Taiwanese": "陳怡君 林志豪 黃淑芬 張家豪 台北市 高雄 財務部 人事部 "
    "筆記型電腦 印表機 顯示器 序號 倉庫 使用者 購買日期 伺服器",
    "Korean": "김민수 이영희 박철수 최지훈 서울 부산 재무팀 인사팀 "
    "노트북 프린터 모니터 일련번호 창고 사용자 구매일 서버",
}

# The code pages in which people write each language, as Python names them.
CODE_PAGES: dict[str, tuple[str, ...]] = {
    "Czech": ("cp1250", "iso8859-2", "cp852"),
    "Polish": ("cp1250", "iso8859-2", "cp852"),
    "Hungarian": ("cp1250", "cp852"),
    "Romanian": ("cp1250",),
    "Russian": ("cp1251", "koi8-r"),
    "Ukrainian": ("cp1251",),
    "Bulgarian": ("cp1251",),
    "German": ("cp1252", "cp850", "mac_roman"),
    "French": ("cp1252", "iso8859-15", "cp850", "mac_roman"),
    "Spanish": ("cp1252", "cp850", "mac_roman"),
    "Portuguese": ("cp1252", "cp850"),
    "Swedish": ("cp1252", "cp850"),
    "Danish": ("cp1252",),
    "Greek": ("cp1253",),
    "Turkish": ("cp1254",),
    "Hebrew": ("cp1255",),
    "Arabic": ("cp1256",),
    "Lithuanian": ("cp1257",),
    "Latvian": ("cp1257",),
    "Japanese": ("cp932", "euc_jp"),
    "Chinese": ("gb18030",),
    "Taiwanese": ("cp950",),
    "Korean": ("cp949",),
}
