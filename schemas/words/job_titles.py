"""The words of job titles, by which a column of them is told from one of devices' names."""

_ENGLISH = (
    "manager|engineer|director|officer|analyst|assistant|developer|consultant|technician|executive|accountant"
    "|specialist|coordinator|co-ordinator|administrator|supervisor|clerk|intern|trainee|secretary|teacher|professor"
    "|lecturer|nurse|doctor|physician|driver|president|vice president|vp|avp|ceo|cto|cfo|coo|cio|architect|designer"
    "|associate|representative|receptionist|programmer|auditor|lawyer|attorney|counsel|researcher|scientist|head of .+"
    "|team lead|team leader|tech lead|lead|foreman|buyer|planner|controller|cashier|librarian|storekeeper"
    "|superintendent|principal|dean|advisor|adviser|partner|salesman|salesperson|recruiter|tester|editor|inspector|operator|agent"
)
_OTHERS = (
    "leiter|leiterin|.*leiter|.*leiterin|ingenieur|ingenieurin|mitarbeiter|mitarbeiterin|.*mitarbeiter|sachbearbeiter"
    "|sachbearbeiterin|geschäftsführer|geschäftsführerin|buchhalter|buchhalterin|entwickler|entwicklerin|.*entwickler"
    "|berater|beraterin|assistent|assistentin|techniker|technikerin|referent|referentin|praktikant|praktikantin|azubi"
    "|directeur|directrice|ingénieur|ingénieure|responsable|comptable|assistante|technicien|technicienne|chef de .+"
    "|développeur|développeuse|chargé|chargée|secrétaire|stagiaire|gérant|conseiller|conseillère|infirmier|infirmière"
    "|directora|gerente|ingeniero|ingeniera|jefe|jefa|contador|contadora|analista|asistente|técnico|técnica"
    "|desarrollador|desarrolladora|coordinador|coordinadora|administrador|administradora|becario|secretaria"
    "|diretor|diretora|engenheiro|engenheira|coordenador|coordenadora|assistente|estagiário|chefe"
)

# A text in lower case that has such a word.
JOB_TITLE = rf"(?:^|[\s/,&(.\-])(?:{_ENGLISH}|{_OTHERS})(?:s)?(?:$|[\s/,&).\-])"
