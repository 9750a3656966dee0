#!/usr/bin/env python3
"""Writes chewing.tsv (word, pinyin, frequency) from libchewing's compiled dictionary.

    unchew.py FOLDER OUT.tsv

FOLDER holds dictionary.dat and index_tree.dat of Debian's package libchewing3-data.
"""
import sys
D = sys.argv[1] + '/'
t=open(D+'index_tree.dat','rb').read(); d=open(D+'dictionary.dat','rb').read()
INI=['','ㄅ','ㄆ','ㄇ','ㄈ','ㄉ','ㄊ','ㄋ','ㄌ','ㄍ','ㄎ','ㄏ','ㄐ','ㄑ','ㄒ','ㄓ','ㄔ','ㄕ','ㄖ','ㄗ','ㄘ','ㄙ']
MED=['','ㄧ','ㄨ','ㄩ']
FIN=['','ㄚ','ㄛ','ㄜ','ㄝ','ㄞ','ㄟ','ㄠ','ㄡ','ㄢ','ㄣ','ㄤ','ㄥ','ㄦ']
# chewing tones: 0=1st, 1=˙ 2=ˊ 3=ˇ 4=ˋ
TONE=[1,5,2,3,4,0,0,0]
P1={'ㄅ':'b','ㄆ':'p','ㄇ':'m','ㄈ':'f','ㄉ':'d','ㄊ':'t','ㄋ':'n','ㄌ':'l','ㄍ':'g','ㄎ':'k','ㄏ':'h','ㄐ':'j','ㄑ':'q','ㄒ':'x','ㄓ':'zh','ㄔ':'ch','ㄕ':'sh','ㄖ':'r','ㄗ':'z','ㄘ':'c','ㄙ':'s'}
F={('','ㄚ'):'a',('','ㄛ'):'o',('','ㄜ'):'e',('','ㄝ'):'ê',('','ㄞ'):'ai',('','ㄟ'):'ei',('','ㄠ'):'ao',('','ㄡ'):'ou',('','ㄢ'):'an',('','ㄣ'):'en',('','ㄤ'):'ang',('','ㄥ'):'eng',('','ㄦ'):'er',
('ㄧ',''):'i',('ㄧ','ㄚ'):'ia',('ㄧ','ㄛ'):'io',('ㄧ','ㄝ'):'ie',('ㄧ','ㄞ'):'iai',('ㄧ','ㄠ'):'iao',('ㄧ','ㄡ'):'iu',('ㄧ','ㄢ'):'ian',('ㄧ','ㄣ'):'in',('ㄧ','ㄤ'):'iang',('ㄧ','ㄥ'):'ing',
('ㄨ',''):'u',('ㄨ','ㄚ'):'ua',('ㄨ','ㄛ'):'uo',('ㄨ','ㄞ'):'uai',('ㄨ','ㄟ'):'ui',('ㄨ','ㄢ'):'uan',('ㄨ','ㄣ'):'un',('ㄨ','ㄤ'):'uang',('ㄨ','ㄥ'):'ong',
('ㄩ',''):'v',('ㄩ','ㄝ'):'ve',('ㄩ','ㄢ'):'van',('ㄩ','ㄣ'):'vn',('ㄩ','ㄥ'):'iong'}
Y={'i':'yi','ia':'ya','io':'yo','ie':'ye','iai':'yai','iao':'yao','iu':'you','ian':'yan','in':'yin','iang':'yang','ing':'ying','u':'wu','ua':'wa','uo':'wo','uai':'wai','ui':'wei','uan':'wan','un':'wen','uang':'wang','ong':'weng','v':'yu','ve':'yue','van':'yuan','vn':'yun','iong':'yong'}
def py(k):
    i,m,f,tn=INI[k>>9],MED[(k>>7)&3],FIN[(k>>3)&15],TONE[k&7]
    if (m,f)==('',''):
        if i in ('ㄓ','ㄔ','ㄕ','ㄖ','ㄗ','ㄘ','ㄙ'): return P1[i]+'i'+str(tn)
        return None
    fin=F.get((m,f))
    if fin is None: return None
    if i=='': return Y.get(fin,fin)+str(tn)
    if i in 'ㄐㄑㄒ': fin=fin.replace('v','u')
    return P1[i]+fin+str(tn)
def node(i):
    o=i*8
    return t[o]|t[o+1]<<8, t[o+2]|t[o+3]<<8|t[o+4]<<16, t[o+5]|t[o+6]<<8|t[o+7]<<16
out=[]
def walk(i,path):
    k,a,b=node(i)
    for c in range(a,b):
        ck,ca,cb=node(c)
        if ck==0:
            e=d.index(b'\0',ca)
            out.append((d[ca:e].decode(),path,cb))
        else: walk(c,path+[ck])
walk(0,[])
res=[]
for w,p,f in out:
    ps=[py(k) for k in p]
    if None in ps or len(ps)!=len(w): continue
    res.append((w,' '.join(ps),f))
if __name__=='__main__':
    print(len(out),len(res))
    with open(sys.argv[2],'w',encoding='utf-8') as fo:
        for w,p,f in res: fo.write(f'{w}\t{p}\t{f}\n')
